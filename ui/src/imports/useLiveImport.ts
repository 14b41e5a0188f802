/** One import as it goes on: the server tells by events, and is asked every second where events do not come through
 *  (a proxy, a restart). What is shown last stays while nothing can be heard. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Import } from "../api/types";
import { eventsUrl } from "./links";
import { isOver } from "../common/work";
import { importKey, useImport } from "./queries";

const POLL_EVERY = 1_000;

export function useLiveImport(id: number) {
  const queryClient = useQueryClient();
  const [streamFailed, setStreamFailed] = useState(false);
  const query = useImport(id, streamFailed && POLL_EVERY);
  const waiting = query.data !== undefined && !isOver(query.data);

  useEffect(() => {
    if (!waiting || streamFailed) return;
    return listen(id, queryClient, () => setStreamFailed(true));
  }, [id, waiting, streamFailed, queryClient]);

  useEffect(() => {
    if (waiting) return () => forgetWhatItChanged(queryClient);
  }, [waiting, queryClient]);

  return query;
}

function listen(id: number, queryClient: QueryClient, onFailure: () => void): () => void {
  const stream = new EventSource(eventsUrl(id));
  stream.addEventListener("import", (event: MessageEvent<string>) => {
    const current = JSON.parse(event.data) as Import;
    if (isOver(current)) stream.close();
    queryClient.setQueryData(importKey(id), current);
  });
  stream.onerror = () => {
    stream.close();
    onFailure();
  };
  return () => stream.close();
}

function forgetWhatItChanged(queryClient: QueryClient) {
  for (const queryKey of [["contacts"], ["groups"], ["imports", "list"]]) void queryClient.invalidateQueries({ queryKey });
}
