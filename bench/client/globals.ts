import type { EverybodysPlayer } from "./everybody.ts";
import type { DecodeTimer } from "./decode.ts";

declare global {
  interface Window {
    /** Of `everybody.html`: there when the first picture is. */
    everybody?: EverybodysPlayer;
    /** Of `decode.html`. */
    decodeTimer?: DecodeTimer;
  }
}
