/** Which address shows which page, and the texts of which nouns. Every page is loaded when it is first opened. */
import type { ComponentType } from "react";
import { Navigate, type RouteObject } from "react-router";
import { withTexts, type Noun } from "../i18n";
import { BrokenPage } from "./BrokenPage";
import { NotFoundPage } from "./NotFoundPage";
import { Shell } from "./Shell";

function page(path: string, nouns: Noun[], load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: withTexts(nouns, async () => ({ Component: await load() })) };
}

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/contacts" replace /> },
  page("contacts", ["contacts"], async () => (await import("../pages/contacts/ContactsPage")).ContactsPage),
  page(
    "contacts/import",
    ["contacts", "fields", "groups", "imports", "wizard"],
    async () => (await import("../imports/wizard/WizardPage")).WizardPage,
  ),
  page("contacts/duplicates", ["contacts", "duplicates"], async () => (await import("../duplicates/DuplicatesPage")).DuplicatesPage),
  page("contacts/inactive", ["contacts", "erasure"], async () => (await import("../erasure/InactivePage")).InactivePage),
  page("contacts/mass-actions", ["mass"], async () => (await import("../mass/MassActionsPage")).MassActionsPage),
  page("contacts/:id/merge/:otherId", ["duplicates"], async () => (await import("../duplicates/MergePage")).MergePage),
  page(
    "contacts/:id",
    ["accounts", "activities", "contact", "contacts", "duplicates", "erasure", "fields", "notes"],
    async () => (await import("../pages/contact/ContactPage")).ContactPage,
  ),
  page("accounts", ["accounts", "lists"], async () => (await import("../accounts/AccountsPage")).AccountsPage),
  page("accounts/settings", ["lists"], async () => (await import("../lists/ListsPage")).ListsPage),
  page("accounts/:id", ["accounts", "contacts", "fields"], async () => (await import("../accounts/AccountPage")).AccountPage),
  page("groups", ["groups"], async () => (await import("../groups/GroupsPage")).GroupsPage),
  page(
    "groups/:id/condition",
    ["accounts", "conditions", "contacts", "groups"],
    async () => (await import("../pages/groups/ConditionPage")).ConditionPage,
  ),
  page("groups/:id", ["accounts", "conditions", "contacts", "groups"], async () => (await import("../pages/groups/GroupPage")).GroupPage),
  page("scores", ["scores"], async () => (await import("../scores/ScoresPage")).ScoresPage),
  page(
    "scores/:id/rules",
    ["accounts", "conditions", "points", "scores"],
    async () => (await import("../pages/scores/RulesPage")).RulesPage,
  ),
  page("scores/:id", ["conditions", "points", "scores"], async () => (await import("../pages/scores/ScorePage")).ScorePage),
  page("personas", ["personas"], async () => (await import("../personas/PersonasPage")).PersonasPage),
  page(
    "personas/:id/rules",
    ["accounts", "conditions", "personas", "points"],
    async () => (await import("../pages/personas/RulesPage")).RulesPage,
  ),
  page("personas/:id", ["conditions", "personas", "points"], async () => (await import("../pages/personas/PersonaPage")).PersonaPage),
  page("activities", ["activities"], async () => (await import("../activities/ActivitiesPage")).ActivitiesPage),
  page("activities/history", ["activities"], async () => (await import("../activities/HistoryPage")).HistoryPage),
  page("activities/types", ["activities"], async () => (await import("../activities/ActivityTypesPage")).ActivityTypesPage),
  page("fields", ["fields"], async () => (await import("../fields/FieldsPage")).FieldsPage),
  page("imports", ["imports"], async () => (await import("../imports/ImportsPage")).ImportsPage),
  page("imports/:id", ["imports"], async () => (await import("../imports/ImportPage")).ImportPage),
  { path: "*", Component: NotFoundPage },
];

export const routes: RouteObject[] = [
  {
    path: "/",
    Component: Shell,
    HydrateFallback: () => null,
    ErrorBoundary: BrokenPage,
    children: [{ ErrorBoundary: BrokenPage, children: pages }],
  },
];
