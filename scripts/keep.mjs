// `npm run keep`: saves sessions of a Datadog site into the embedded store.
import { build } from "./build.mjs";
import { installPackages } from "./install.mjs";

installPackages({ development: false });
build();
await import("../dist/server/keep.js");
