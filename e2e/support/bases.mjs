/** Empty contact bases: one SQLite file, or one database on the server that MUSTER_TEST_POSTGRES names. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { run } from "./muster.mjs";

export const BASES = ["sqlite", "postgres"];

export async function newBase(kind, folder) {
  return kind === "sqlite" ? { kind, address: `sqlite:${folder}/muster.db`, drop: async () => {} } : newPostgres();
}

let made = 0;

async function newPostgres() {
  const server = process.env.MUSTER_TEST_POSTGRES;
  if (!server) throw new Error("MUSTER_TEST_POSTGRES is not set. Run: tools/with-postgres npm --prefix e2e test");
  const name = `muster_e2e_${process.pid}_${++made}`;
  const sql = (command) => run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", `${server}/postgres`, "-c", command]);
  await sql(`create database ${name} template template0`);
  const address = `${server}/${name}`;
  return {
    kind: "postgres",
    address,
    holdWriting: () => holdWriting(address),
    drop: () => sql(`drop database ${name} with (force)`),
  };
}

/** Lets nobody write contacts, as soon as the chunk that is being written is done: an import stays where it is. */
async function holdWriting(address) {
  const psql = spawn("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address], { stdio: ["pipe", "pipe", "inherit"] });
  const closed = once(psql, "close");
  psql.stdin.write("begin;\nlock table contacts in share row exclusive mode;\nselect 'held';\n");
  await Promise.race([once(psql.stdout, "data"), closed.then(() => Promise.reject(new Error("psql could not hold the table")))]);
  return async () => {
    psql.stdin.end("rollback;\n");
    await closed;
  };
}
