/** The condition as a tree that is edited: what it is made of, and every edit as a function. A part is named by its JSON
 *  pointer ("" is the whole, "/rules/0/rules/1" the second rule of its first group), as the API names it in errors. */
import type { ConditionNode, ConditionPart, ConditionRule } from "../api/types";

/** How many groups may stand in one another, the outermost counted. */
export const MAX_DEPTH = 16;

export type Place = string;

export const ROOT: Place = "";

export const isNode = (part: ConditionPart): part is ConditionNode => "rules" in part;

export const placeOf = (parent: Place, index: number): Place => `${parent}/rules/${index}`;

/** The way to a part: the index to take in each group. */
export const pathOf = (place: Place): number[] => [...place.matchAll(/\/rules\/(\d+)/g)].map(([, index]) => Number(index));

/** How deep a group at this place stands; the outermost is 1. */
export const depthAt = (place: Place): number => pathOf(place).length + 1;

/** "2.1": the part's number among its siblings, behind those of its groups. */
export const numberOf = (place: Place): string =>
  pathOf(place)
    .map((index) => index + 1)
    .join(".");

export function partAt(root: ConditionNode, place: Place): ConditionPart | null {
  return pathOf(place).reduce<ConditionPart | null>((part, index) => (part && isNode(part) ? (part.rules[index] ?? null) : null), root);
}

let made = 0;
const newId = () => `part-${++made}`;

export const newRule = (): ConditionRule => ({ id: newId(), field: "", operator: "", value: null });

export const newNode = (rules: ConditionPart[] = [newRule()], combinator: ConditionNode["combinator"] = "and"): ConditionNode => ({
  id: newId(),
  combinator,
  not: false,
  rules,
});

/** Gives every part an id that stays while it is edited, so that what is typed keeps its place. */
export function withIds<T extends ConditionPart>(part: T): T {
  const named = { ...part, id: newId() };
  return isNode(named) ? { ...named, rules: named.rules.map(withIds) } : named;
}

/** As the API wants it: without what only the page needs. */
export function withoutIds(node: ConditionNode): ConditionNode {
  return { combinator: node.combinator, not: node.not ?? false, rules: node.rules.map(withoutId) };
}

function withoutId(part: ConditionPart): ConditionPart {
  return isNode(part) ? withoutIds(part) : { field: part.field, operator: part.operator, value: part.value };
}

export function replaceAt(root: ConditionNode, place: Place, part: ConditionPart): ConditionNode {
  if (place === ROOT) return isNode(part) ? part : root;
  return siblings(root, place, (rules, index) => rules.with(index, part));
}

/** Changes a group; a place where there is none leaves all as it is. */
export function changeNode(root: ConditionNode, place: Place, change: Partial<ConditionNode>): ConditionNode {
  const node = partAt(root, place);
  return node && isNode(node) ? replaceAt(root, place, { ...node, ...change }) : root;
}

export function addAt(root: ConditionNode, place: Place, part: ConditionPart): ConditionNode {
  const node = partAt(root, place);
  return node && isNode(node) ? changeNode(root, place, { rules: [...node.rules, part] }) : root;
}

export function removeAt(root: ConditionNode, place: Place): ConditionNode {
  return siblings(root, place, (rules, index) => rules.toSpliced(index, 1));
}

/** Puts a copy behind the part. */
export function duplicateAt(root: ConditionNode, place: Place): ConditionNode {
  return siblings(root, place, (rules, index, part) => rules.toSpliced(index + 1, 0, withIds(part)));
}

/** Puts the part into a group of its own, which joins by the other word: that is what one wants a group for. */
export function wrapAt(root: ConditionNode, place: Place): ConditionNode {
  return siblings(root, place, (rules, index, part, joined) => rules.with(index, newNode([part], joined === "and" ? "or" : "and")));
}

type Edit = (rules: ConditionPart[], index: number, part: ConditionPart, joined: ConditionNode["combinator"]) => ConditionPart[];

function siblings(root: ConditionNode, place: Place, edit: Edit): ConditionNode {
  const parentPlace = place.replace(/\/rules\/\d+$/, "");
  const parent = partAt(root, parentPlace);
  const index = pathOf(place).at(-1);
  const part = partAt(root, place);
  if (!parent || !isNode(parent) || index === undefined || !part) return root;
  return changeNode(root, parentPlace, { rules: edit(parent.rules, index, part, parent.combinator) });
}

/** How many groups stand in one another below and with this part; a rule is none. */
export function heightOf(part: ConditionPart): number {
  return isNode(part) ? 1 + Math.max(0, ...part.rules.map(heightOf)) : 0;
}

/** Every rule with its place, in reading order. */
export function rulesOf(node: ConditionNode, place: Place = ROOT): { place: Place; rule: ConditionRule }[] {
  return node.rules.flatMap((part, index) => {
    const at = placeOf(place, index);
    return isNode(part) ? rulesOf(part, at) : [{ place: at, rule: part }];
  });
}
