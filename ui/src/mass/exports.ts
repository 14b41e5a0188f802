/** Exports that were asked for in this window. What is told of them stands over every page, so that the person may go on. */
import { createContext, useContext } from "react";
import type { MassAction } from "../api/types";

export const WatchExport = createContext<(started: MassAction) => void>(() => {});

/** What is told of an export that has begun. */
export const useWatchExport = () => useContext(WatchExport);
