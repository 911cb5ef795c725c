import type { IncomingMessage, ServerResponse } from "node:http";

export interface Shop {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  stop(): Promise<void>;
}

export interface ShopOptions {
  /** Major of @datadog/browser-rum, 3 to 7. */
  readonly sdkMajor: number;
  /** Answers what is posted to the shop's `/intake`. */
  readonly intake?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

export function startShop(options: ShopOptions): Promise<Shop>;

export interface VisitOptions {
  readonly sdkMajor: number;
  /** Address that the SDK posts to. */
  readonly sdkProxy: string;
  /** Goes to the SDK's `setUser`. */
  readonly user?: object;
  /** The SDK's `defaultPrivacyLevel`. */
  readonly privacy?: string;
}

export function shopAddress(shop: Shop, options: VisitOptions): string;
