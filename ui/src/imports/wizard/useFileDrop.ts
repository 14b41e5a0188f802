/** Files dragged onto a zone. A file dropped beside it must not make the browser open it and leave the page. */
import { useEffect, useState, type DragEvent } from "react";

export function useFileDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  useEffect(keepPageOnMissedDrop, []);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => setOver(holdsFiles(event.dataTransfer)),
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        const files = droppedFiles(event.dataTransfer);
        if (files.length > 0) onFiles(files);
      },
    },
  };
}

function keepPageOnMissedDrop() {
  const keep = (event: globalThis.DragEvent) => {
    if (event.dataTransfer && holdsFiles(event.dataTransfer)) event.preventDefault();
  };
  window.addEventListener("dragover", keep);
  window.addEventListener("drop", keep);
  return () => {
    window.removeEventListener("dragover", keep);
    window.removeEventListener("drop", keep);
  };
}

function holdsFiles(data: DataTransfer): boolean {
  return data.types.includes("Files");
}

/** What was dropped, without folders: a browser hands them over as files that cannot be read. */
function droppedFiles(data: DataTransfer): File[] {
  if (!holdsFiles(data)) return [];
  const folders = new Set([...data.items].flatMap((item, position) => (item.webkitGetAsEntry?.()?.isDirectory ? [position] : [])));
  return [...data.files].filter((_, position) => !folders.has(position));
}
