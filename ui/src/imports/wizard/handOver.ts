/** A file on its way from another page into the wizard. */

let waiting: { address: string; file: File } | null = null;

/** The wizard at this address (what stands behind the `?`, with it) will begin with the file. */
export function handOver(address: string, file: File) {
  waiting = { address, file };
}

/** The file that waits for the wizard at this address; it is given once. */
export function takeHandedOver(address: string): File | null {
  const file = waiting?.address === address ? waiting.file : null;
  waiting = null;
  return file;
}
