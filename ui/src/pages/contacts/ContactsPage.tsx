import { Anchor, Button } from "@mantine/core";
import { IconFileImport, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { EmptyState } from "../../common/EmptyState";
import { PageHeader } from "../../common/PageHeader";
import { matchingOf } from "../../contacts/address";
import { isEmpty } from "../../contacts/selection";
import { withTexts } from "../../i18n";
import { EXAMPLE_URL } from "../../imports/links";
import { ContactTable } from "./ContactTable";
import { ListTools } from "./ListTools";
import { MoreMenu } from "./MoreMenu";
import { useColumns } from "./useColumns";
import { useSelection } from "./useSelection";

const MassBar = lazy(withTexts(["fields", "groups", "mass"], () => import("../../mass/MassBar")));
const NewContactModal = lazy(withTexts(["contacts", "fields"], () => import("../../contacts/NewContactModal")));

export function ContactsPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const matching = matchingOf(params);
  const [columns, setColumns] = useColumns();
  const [selection, setSelection] = useSelection(matching);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader title={t("contacts.title")}>
        <Button variant="default" leftSection={<IconUserPlus size={16} />} onClick={() => setAdding(true)}>
          {t("contacts.new")}
        </Button>
        <ImportButton />
        <MoreMenu />
      </PageHeader>
      <ListTools matching={matching} selection={selection} columns={columns} onColumns={setColumns} />
      <ContactTable empty={<NewBase />} columns={columns} selected={{ selection, onChange: setSelection }} />
      <Suspense>
        {!isEmpty(selection) && <MassBar selection={selection} matching={matching} onChange={setSelection} />}
        {adding && <NewContactModal onClose={() => setAdding(false)} />}
      </Suspense>
    </>
  );
}

/** The same words as the button above, but one main action per page: the invitation links to the example. */
function NewBase() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconUsers />} title={t("contacts.emptyTitle")} text={t("contacts.emptyText")}>
      <ImportButton />
      <Anchor href={EXAMPLE_URL} size="sm">
        {t("contacts.example")}
      </Anchor>
    </EmptyState>
  );
}

function ImportButton() {
  const { t } = useTranslation();
  return (
    <Button component={Link} to="/contacts/import" leftSection={<IconFileImport size={16} />}>
      {t("contacts.import")}
    </Button>
  );
}
