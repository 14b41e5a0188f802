/** Uploads the file and tries or starts the import: once, however often the button is pressed. A file that is already uploaded
 *  is not sent again when the server refuses the plan and the person corrects it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { answer, api } from "../../api/client";
import { toFailure } from "../../api/problem";
import { uploadFile } from "../../api/upload";
import type { DryRun, NewImport, StoredFile } from "../../api/types";
import { useIdempotencyKey } from "../../common/useIdempotencyKey";
import { importKey } from "../queries";
import { isAbort } from "./inspect";

export interface Start {
  file: File;
  plan: Omit<NewImport, "file_id">;
}

/** `onStarted` is called before the page is left. */
export function useStartImport(onStarted: () => void) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  const busy = useRef(false);
  const { upload, forgetUpload, sent, cancel } = useUpload();

  const mutation = useMutation({
    mutationFn: async ({ file, plan }: Start) => {
      const { id: file_id } = await upload(file);
      return answer(api.POST("/api/v1/imports", { body: { ...plan, file_id }, headers: key.headers() }));
    },
    onSuccess: (started) => {
      queryClient.setQueryData(importKey(started.id), started);
      busy.current = false;
      onStarted();
      return navigate(`/imports/${started.id}`);
    },
    onError: (thrown) => {
      busy.current = false;
      key.renewIfRefused(thrown);
      if (toFailure(thrown).code === "unknown_file") forgetUpload();
    },
  });

  const trial = useDryRun(upload, forgetUpload);
  const started = useRef<File>(undefined);

  const start = (what: Start) => {
    if (busy.current) return;
    busy.current = true;
    trial.forget();
    if (what.file !== started.current) key.renew();
    started.current = what.file;
    mutation.mutate(what);
  };

  return {
    start,
    cancel: () => {
      cancel();
      trial.cancel();
    },
    /** Whether an import is on its way right now; asked at the moment of leaving. */
    isBusy: () => busy.current,
    pending: mutation.isPending || trial.pending,
    sent,
    /** Tries the import without saving anything. */
    tryOut: (what: Start) => {
      if (busy.current) return;
      mutation.reset(); // its failure is no longer what is looked at; its key stays, for it may have been received
      trial.start(what);
    },
    trying: trial.pending,
    /** What the trial of exactly this found; nothing once something else is chosen. */
    foreseen: trial.found,
    /** Why the import of this file could not be started, or tried. */
    failureOf: (file: File) =>
      [mutation, trial]
        .map(({ error, variables }) => (variables?.file === file && !isAbort(error) ? error : null))
        .find((error) => error !== null) ?? null,
  };
}

/** The run that the steps share. */
export type ImportRun = ReturnType<typeof useStartImport>;

function useDryRun(upload: (file: File) => Promise<StoredFile>, forgetUpload: () => void) {
  const abort = useRef<AbortController>(undefined);
  const busy = useRef(false);
  useEffect(() => () => abort.current?.abort(), []);
  const { data, error, variables, isPending, mutate, reset } = useMutation({
    mutationFn: async ({ file, plan }: Start) => {
      abort.current = new AbortController();
      const { signal } = abort.current;
      const { id: file_id } = await upload(file);
      return answer(api.POST("/api/v1/imports/dry-run", { body: { ...plan, file_id }, signal }));
    },
    onError: (thrown) => {
      if (toFailure(thrown).code === "unknown_file") forgetUpload();
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  return {
    start: (what: Start) => {
      if (busy.current) return;
      busy.current = true;
      mutate(what);
    },
    cancel: () => abort.current?.abort(),
    forget: reset,
    pending: isPending,
    error,
    variables,
    found: ({ file, plan }: Start): DryRun | null =>
      data && variables?.file === file && JSON.stringify(variables.plan) === JSON.stringify(plan) ? data : null,
  };
}

function useUpload() {
  const last = useRef<{ file: File; stored: StoredFile }>(undefined);
  const abort = useRef<AbortController>(undefined);
  const [sent, setSent] = useState<number | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const upload = async (file: File): Promise<StoredFile> => {
    if (last.current?.file === file) return last.current.stored;
    setSent(0);
    abort.current = new AbortController();
    const stored = await uploadFile({ file, onProgress: setSent, signal: abort.current.signal }).finally(() => setSent(null));
    last.current = { file, stored };
    return stored;
  };

  return {
    upload,
    forgetUpload: () => {
      last.current = undefined;
    },
    cancel: () => abort.current?.abort(),
    /** Bytes sent so far, while a file is being sent. */
    sent,
  };
}
