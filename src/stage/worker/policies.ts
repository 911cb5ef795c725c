import {
  type AddressPolicy,
  asRecorded,
  onlyEmbedded,
  throughProxy,
} from "../../replay/translate/address.ts";
import { assetAddress, type AssetMode } from "../../wire/assets.ts";

/** What is done with the addresses of recorded pages, by the server's setting. */
export const ADDRESS_POLICIES: Readonly<Record<AssetMode, AddressPolicy>> = {
  off: onlyEmbedded,
  proxy: throughProxy(assetAddress),
  direct: asRecorded,
};
