// Other programs, run to their end.

import { execFile } from "node:child_process";

/** What a program printed; its failure says all of it. */
export function run(program: string, args: string[], cwd: string): Promise<string> {
  return new Promise((done, fail) => {
    // A build in a test reports to no one.
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
    execFile(program, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${program} ${args.join(" ")} failed in ${cwd}\n${stdout}${stderr}`));
      else done(stdout);
    });
  });
}
