/** Which address shows which page. Every page is loaded when it is first opened. */
import { Navigate, type RouteObject } from "react-router";
import { BrokenPage } from "./BrokenPage";
import { NotFoundPage } from "./NotFoundPage";
import { Shell } from "./Shell";

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/contacts" replace /> },
  { path: "contacts", lazy: async () => ({ Component: (await import("../pages/contacts/ContactsPage")).ContactsPage }) },
  { path: "contacts/import", lazy: async () => ({ Component: (await import("../imports/wizard/WizardPage")).WizardPage }) },
  { path: "contacts/duplicates", lazy: async () => ({ Component: (await import("../duplicates/DuplicatesPage")).DuplicatesPage }) },
  { path: "contacts/inactive", lazy: async () => ({ Component: (await import("../erasure/InactivePage")).InactivePage }) },
  { path: "contacts/mass-actions", lazy: async () => ({ Component: (await import("../mass/MassActionsPage")).MassActionsPage }) },
  { path: "contacts/:id/merge/:otherId", lazy: async () => ({ Component: (await import("../duplicates/MergePage")).MergePage }) },
  { path: "contacts/:id", lazy: async () => ({ Component: (await import("../pages/contact/ContactPage")).ContactPage }) },
  { path: "accounts", lazy: async () => ({ Component: (await import("../accounts/AccountsPage")).AccountsPage }) },
  { path: "accounts/settings", lazy: async () => ({ Component: (await import("../lists/ListsPage")).ListsPage }) },
  { path: "accounts/:id", lazy: async () => ({ Component: (await import("../accounts/AccountPage")).AccountPage }) },
  { path: "groups", lazy: async () => ({ Component: (await import("../groups/GroupsPage")).GroupsPage }) },
  { path: "groups/:id/condition", lazy: async () => ({ Component: (await import("../pages/groups/ConditionPage")).ConditionPage }) },
  { path: "groups/:id", lazy: async () => ({ Component: (await import("../pages/groups/GroupPage")).GroupPage }) },
  { path: "scores", lazy: async () => ({ Component: (await import("../scores/ScoresPage")).ScoresPage }) },
  { path: "scores/:id/rules", lazy: async () => ({ Component: (await import("../pages/scores/RulesPage")).RulesPage }) },
  { path: "scores/:id", lazy: async () => ({ Component: (await import("../pages/scores/ScorePage")).ScorePage }) },
  { path: "personas", lazy: async () => ({ Component: (await import("../personas/PersonasPage")).PersonasPage }) },
  { path: "personas/:id/rules", lazy: async () => ({ Component: (await import("../pages/personas/RulesPage")).RulesPage }) },
  { path: "personas/:id", lazy: async () => ({ Component: (await import("../pages/personas/PersonaPage")).PersonaPage }) },
  { path: "activities", lazy: async () => ({ Component: (await import("../activities/ActivitiesPage")).ActivitiesPage }) },
  { path: "activities/history", lazy: async () => ({ Component: (await import("../activities/HistoryPage")).HistoryPage }) },
  { path: "activities/types", lazy: async () => ({ Component: (await import("../activities/ActivityTypesPage")).ActivityTypesPage }) },
  { path: "fields", lazy: async () => ({ Component: (await import("../fields/FieldsPage")).FieldsPage }) },
  { path: "imports", lazy: async () => ({ Component: (await import("../imports/ImportsPage")).ImportsPage }) },
  { path: "imports/:id", lazy: async () => ({ Component: (await import("../imports/ImportPage")).ImportPage }) },
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
