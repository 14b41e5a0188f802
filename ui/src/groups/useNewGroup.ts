import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import type { ConditionNode } from "../api/types";
import type { TextsFormProps } from "../common/TextsForm";
import { useCreateGroup } from "./queries";

/** A group that is being made: what is typed of it, and its creation, which leads to the page that `pathOf` names. */
export function useNewGroup(pathOf: (id: number) => string, condition?: ConditionNode) {
  const navigate = useNavigate();
  const create = useCreateGroup();
  const [texts, setTexts] = useState({ name: "", description: "" });
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = texts.name.trim();
    setBlank(name === "");
    if (name === "" || create.isPending) return;
    create.mutate(
      { name, description: texts.description.trim() || undefined, condition },
      { onSuccess: ({ id }) => void navigate(pathOf(id)) },
    );
  };
  const onChange: TextsFormProps["onChange"] = (changed) => {
    setTexts((old) => ({ ...old, ...changed }));
    setBlank(false);
    create.reset();
  };
  return { submit, isPending: create.isPending, form: { texts, blank, failure: create.error, onChange } };
}
