import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { UserKind, UserRef } from "../api/types";
import classes from "./UsedBy.module.css";

const PATHS: Record<UserKind, string> = { contact_group: "groups", score: "scores", persona: "personas" };

/** Contact groups, scores and personas that ask for something; each leads to its page. */
export function UsedBy({ users, label }: { users: UserRef[]; label: string }) {
  return (
    <ul className={classes.users} aria-label={label}>
      {users.map(({ kind, id, name }) => (
        <li key={`${kind} ${id}`}>
          <Anchor component={Link} to={`/${PATHS[kind]}/${id}`} size="sm">
            {name}
          </Anchor>
        </li>
      ))}
    </ul>
  );
}
