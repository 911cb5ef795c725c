// `npm start`: installs what is missing, builds, serves.
import { build } from "./build.mjs";
import { installPackages } from "./install.mjs";

installPackages({ development: false });
build();
await import("../dist/server/main.js");
