import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { accountQuery } from "../accounts/queries";
import { useActivityTypes } from "../activities/queries";
import { answer, api } from "../api/client";
import type { ConditionCatalogue, ConditionNode, ConditionRule } from "../api/types";
import { groupQuery } from "../groups/queries";
import { importKey } from "../imports/queries";
import { useList } from "../lists/queries";
import { usePersonaNames } from "../personas/names";
import { useScores } from "../scores/queries";
import { operatorOf, subjectOf, understood } from "./catalogue";
import type { Names } from "./names";
import { rulesOf, withoutIds } from "./tree";

/** What can be asked of contacts. It changes with the custom fields, which then ask anew. */
export function useCatalogue() {
  return useQuery({
    queryKey: ["condition-catalogue"],
    queryFn: () => answer(api.GET("/api/v1/condition-catalogue")),
    select: understood,
    staleTime: 60_000,
  });
}

/** Who meets the condition now; nothing is asked while it is null. A condition that is changed meanwhile ends the earlier
 *  request. */
export function usePreview(condition: ConditionNode | null) {
  const asked = condition && withoutIds(condition);
  return useQuery({
    queryKey: ["condition-preview", asked],
    queryFn: ({ signal }) =>
      answer(api.POST("/api/v1/conditions/preview", { body: { condition: asked ?? { combinator: "and", rules: [] } }, signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}

/** The names of contact groups, as far as they are known. */
export function useGroupNames(ids: number[]): Map<number, string> {
  const found = useQueries({ queries: ids.map((id) => ({ ...groupQuery(id), staleTime: 60_000 })) });
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name]] : [])));
}

/** The names of accounts, as far as they are known. */
export function useAccountNames(ids: number[]): Map<number, string> {
  const found = useQueries({ queries: ids.map((id) => ({ ...accountQuery(id), staleTime: 60_000 })) });
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name]] : [])));
}

function useImportNames(ids: number[]): Map<number, string> {
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: importKey(id),
      queryFn: () => answer(api.GET("/api/v1/imports/{id}", { params: { path: { id } } })),
      staleTime: 60_000,
    })),
  });
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data.file_name]] : [])));
}

/** How everything is called that the condition names by an id. */
export function useNames(condition: ConditionNode | null, catalogue: ConditionCatalogue | undefined): Names {
  const ids = useMemo(() => idsIn(condition, catalogue), [condition, catalogue]);
  const groups = useGroupNames(ids.groups);
  const accounts = useAccountNames(ids.accounts);
  const imports = useImportNames(ids.imports);
  const roles = useList("account-roles", ids.roles.length > 0).data?.items ?? [];
  const scores = useScores(ids.hasScores).data?.items ?? [];
  const { data: personas = [] } = usePersonaNames(ids.personas.length > 0);
  const { data: types = [] } = useActivityTypes();
  return {
    group: (id) => groups.get(id) ?? null,
    account: (id) => accounts.get(id) ?? null,
    role: (id) => roles.find((role) => role.id === id)?.label ?? null,
    import: (id) => imports.get(id) ?? null,
    score: (id) => scores.find((score) => score.id === id)?.name ?? null,
    persona: (id) => personas.find((persona) => persona.id === id)?.name ?? null,
    activityType: (name) => types.find((type) => type.name === name)?.label ?? null,
  };
}

function idsIn(condition: ConditionNode | null, catalogue: ConditionCatalogue | undefined) {
  const rules = condition && catalogue ? rulesOf(condition).map(({ rule }) => rule) : [];
  const inputOf = (rule: ConditionRule) => (catalogue ? operatorOf(subjectOf(catalogue, rule), rule)?.input : undefined);
  const idsOf = (input: string) => {
    const values = rules.filter((rule) => inputOf(rule) === input).map(({ value }) => value);
    return [...new Set(values.flat().filter((id) => typeof id === "number"))];
  };
  return {
    groups: idsOf("groups"),
    accounts: idsOf("accounts"),
    roles: idsOf("roles"),
    imports: idsOf("import"),
    personas: idsOf("personas"),
    hasScores: rules.some((rule) => inputOf(rule)?.startsWith("score_")),
  };
}
