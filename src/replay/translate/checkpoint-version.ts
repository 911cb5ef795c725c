/** Rises whenever what a decoder's checkpoint holds changes, or what is made of it. */
export const CHECKPOINT_VERSION = 2;
