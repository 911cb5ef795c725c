// Canvas and mobile images that records refer to.

/** A canvas or mobile image, addressed by application and id. */
export interface Resource {
  readonly applicationId: string;
  readonly id: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A stored resource, without its bytes. */
export interface ResourceEntry {
  readonly applicationId: string;
  readonly id: string;
  readonly contentType: string;
  readonly blobKey: string;
  readonly byteLength: number;
}

/** Canvas and mobile images: bytes in the blob store, what is known of them in the event platform. */
export interface ResourceStore {
  /** Resolves when durable. The same application and id again replaces the content. */
  put(resource: Resource, signal: AbortSignal): Promise<void>;
  get(applicationId: string, id: string, signal: AbortSignal): Promise<Resource | null>;
}
