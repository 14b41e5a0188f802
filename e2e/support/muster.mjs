/** The built program: started on a free port, stopped as an operator stops it, or killed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../target/debug/muster", import.meta.url));
const STOPS_WITHIN = 10_000;

/** Resolves once the program listens. `port` is given to start it again where it was. */
export async function startMuster({ folder, database, port = 0 }) {
  const binary = process.env.MUSTER_BIN ?? BUILT;
  const args = ["serve", "--listen", `127.0.0.1:${port}`, "--data", folder, "--database", database, "--allow-private-webhooks"];
  const program = spawn(binary, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  const ended = new Promise((resolve) => program.once("exit", resolve));
  const log = [];
  const url = await new Promise((resolve, reject) => {
    program.once("error", (error) => reject(new Error(`${binary} cannot be started (cargo build?): ${error.message}`)));
    program.once("exit", (code) => reject(new Error(`${binary} ended with ${code}:\n${log.join("\n")}`)));
    createInterface(program.stderr).on("line", (line) => {
      log.push(line);
      const [, address] = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (address) resolve(address);
    });
  });
  return {
    url,
    port: Number(new URL(url).port),
    log,
    kill: () => end(program, ended, "SIGKILL"),
    stop: () => stop(program, ended),
  };
}

function end(program, ended, signal) {
  program.kill(signal);
  return ended;
}

async function stop(program, ended) {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const timer = setTimeout(() => program.kill("SIGKILL"), STOPS_WITHIN);
  await end(program, ended, "SIGTERM");
  clearTimeout(timer);
  if (program.signalCode === "SIGKILL") throw new Error(`the program does not end within ${STOPS_WITHIN} ms of SIGTERM`);
}

/** Asks the API. */
export async function ask(url, path) {
  const response = await fetch(new URL(path, url));
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Asks for an import again and again until it is as wanted. */
export async function importUntil(url, id, wanted) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const it = await ask(url, `/api/v1/imports/${id}`);
    if (wanted(it)) return it;
    if (Date.now() > deadline) throw new Error(`import ${id} does not come to what is waited for: ${JSON.stringify(it)}`);
  }
}

/** Runs a command and resolves to what it printed. */
export async function run(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close");
  const [out, err] = await texts;
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${err}`);
  return out;
}

async function text(stream) {
  let all = "";
  for await (const part of stream.setEncoding("utf8")) all += part;
  return all;
}
