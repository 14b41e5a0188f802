/** Whether a whole file is UTF-8, and where it is not. The server sees only a file's head; what stands far below it decides as
 *  well about how the file is to be read. */

/** How many bytes of lines that are not UTF-8 are gathered. */
const MOST = 64 * 1024;

/** Longer lines are looked at in pieces. */
const PIECE = 4 * 1024;

const LINE_END = 0x0a;

export interface Watch {
  signal: AbortSignal;
  /** Called with the bytes read so far. */
  onProgress: (read: number) => void;
}

export interface Evidence {
  /** The lines that are not UTF-8, one behind the other, up to a bounded size; nothing when all of it is. */
  found: Uint8Array<ArrayBuffer>;
  /** How many characters beyond ASCII stand in the lines that are UTF-8, for the bytes that are looked at. */
  valid: number;
}

/** What tells whether a file is UTF-8 but for some lines, or something else. The reading ends when enough lines are not. */
export async function notUtf8(stream: ReadableStream<Uint8Array>, { signal, onProgress }: Watch): Promise<Evidence> {
  const reader = stream.getReader();
  let found = NOTHING;
  let valid = 0;
  let rest = NOTHING;
  let read = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      const bytes = joined([rest, value ?? NOTHING]);
      const from = read === 0 ? startOfCharacter(bytes) : 0;
      const end = done ? bytes.length : Math.max(from, endOfCharacters(bytes));
      const block = judged(bytes.subarray(from, end));
      found = joined([found, ...block.broken]).slice(0, MOST);
      valid += block.valid;
      if (done || found.length === MOST) return { found, valid };
      rest = bytes.slice(end);
      read += value.length;
      onProgress(read);
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

/** The lines that are not UTF-8, a long one without the pieces of it that are, and the characters beyond ASCII of the others. */
export function judged(bytes: Uint8Array<ArrayBuffer>): { broken: Uint8Array<ArrayBuffer>[]; valid: number } {
  if (isUtf8(bytes)) return { broken: [], valid: charactersBeyondAscii(bytes) };
  const broken = pieces(bytes).filter((piece) => !isUtf8(piece));
  const all = charactersBeyondAscii(bytes);
  return { broken, valid: broken.reduce((left, piece) => left - charactersBeyondAscii(piece), all) };
}

/** Each begins with a byte that no other byte of a character can be. */
const charactersBeyondAscii = (bytes: Uint8Array): number => bytes.reduce((count, byte) => (byte >= 0xc0 ? count + 1 : count), 0);

/** How many bytes at the start belong to a character that began before them. */
export function startOfCharacter(bytes: Uint8Array): number {
  const start = bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80);
  return Math.max(start, 0);
}

/** The end of the last byte that is surely a whole character; what follows may go on in the next bytes. */
export function endOfCharacters(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte < 0x80) + 1;
}

const NOTHING = new Uint8Array(0);

function pieces(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const all = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf(LINE_END, at);
    const end = Math.min(lineEnd < 0 ? bytes.length : lineEnd + 1, at + PIECE);
    all.push(bytes.subarray(at, end));
    at = end;
  }
  return all;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
