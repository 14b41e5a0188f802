/** What the catalogue says about a rule, and what a rule becomes when its subject or operator changes. */
import type { ConditionCatalogue, ConditionNode, ConditionOperator, ConditionRule, ConditionSubject } from "../api/types";
import { bySection } from "../fields/sections";
import { freshValue, isComplete, isKnown, valueFor } from "./kinds";
import { rulesOf, type Place } from "./tree";

/** The catalogue without what this page has no control for. */
export function understood({ subjects }: ConditionCatalogue): ConditionCatalogue {
  const known = subjects.map((subject) => ({ ...subject, operators: subject.operators.filter(({ input }) => isKnown(input)) }));
  return { subjects: known.filter(({ operators }) => operators.length > 0) };
}

export const subjectOf = (catalogue: ConditionCatalogue, rule: ConditionRule): ConditionSubject | null =>
  catalogue.subjects.find(({ name }) => name === rule.field) ?? null;

export const operatorOf = (subject: ConditionSubject | null, rule: ConditionRule): ConditionOperator | null =>
  subject?.operators.find(({ name }) => name === rule.operator) ?? null;

/** The rule about another subject: with the same operator where there is one, else the subject's first. What was typed is
 *  kept only where the new subject means the same by it; a choice of one list is none of another. */
export function aboutSubject(catalogue: ConditionCatalogue, rule: ConditionRule, name: string): ConditionRule {
  const subject = catalogue.subjects.find((one) => one.name === name);
  const before = operatorOf(subjectOf(catalogue, rule), rule);
  const operator = subject?.operators.find((one) => one.name === rule.operator) ?? subject?.operators[0];
  if (!subject || !operator) return { ...rule, field: name, operator: "", value: null };
  const keeps = before?.input === operator.input && !operator.input.startsWith("choice");
  return { ...rule, field: name, operator: operator.name, value: keeps ? rule.value : freshValue(operator.input) };
}

/** The rule with another operator: "contains Brno" becomes "is Brno", and "is Brno" the list of one. */
export function withOperator(catalogue: ConditionCatalogue, rule: ConditionRule, name: string): ConditionRule {
  const subject = subjectOf(catalogue, rule);
  const before = operatorOf(subject, rule)?.input;
  const after = subject?.operators.find((one) => one.name === name)?.input;
  if (!after) return { ...rule, operator: name, value: null };
  const many = after === "texts" || after === "choice_list";
  const one = before === "text" || before === "choice";
  if (many && one && before && isComplete(before, rule.value)) return { ...rule, operator: name, value: [rule.value] };
  return { ...rule, operator: name, value: before === after ? valueFor(after, rule.value) : freshValue(after) };
}

export function isRuleComplete(catalogue: ConditionCatalogue, rule: ConditionRule): boolean {
  const operator = operatorOf(subjectOf(catalogue, rule), rule);
  return operator !== null && isComplete(operator.input, rule.value);
}

/** Where rules still miss something. */
export function gapsIn(catalogue: ConditionCatalogue, root: ConditionNode): Place[] {
  return rulesOf(root)
    .filter(({ rule }) => !isRuleComplete(catalogue, rule))
    .map(({ place }) => place);
}

export interface SubjectSection {
  section: string;
  subjects: ConditionSubject[];
}

/** The subjects in their sections: fields as everywhere, then the catalogue's others in its order. */
export function sectionsOf({ subjects }: ConditionCatalogue): SubjectSection[] {
  const [fields, others] = [subjects.filter(isField), subjects.filter((subject) => !isField(subject))];
  const names = [...new Set(others.map(({ section }) => section))];
  return [
    ...bySection(fields.map((subject) => ({ ...subject, custom: false }))).map(({ section, fields }) => ({ section, subjects: fields })),
    ...names.map((section) => ({ section, subjects: others.filter((subject) => subject.section === section) })),
  ];
}

const isField = ({ section }: ConditionSubject): boolean => section === "field";
