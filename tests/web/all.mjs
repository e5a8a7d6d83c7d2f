// Runs the tests of all files that are named, in one process: most of a file's time is Node's own beginning.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

for (const file of process.argv.slice(2)) await import(pathToFileURL(resolve(file)));
