import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MemberReason } from "../api/types";
import classes from "./Groups.module.css";

/** Why a contact is in a group. */
export function Reasons({ reasons }: { reasons: MemberReason[] }) {
  const { t } = useTranslation();
  return (
    <Group gap={6} component="span">
      {reasons.map((reason) => (
        <Badge key={reason} variant="default" tt="none" fw={500} className={classes.badge}>
          {t(`contacts.reason.${reason}`)}
        </Badge>
      ))}
    </Group>
  );
}
