/** A small catalogue for tests, with an operator of every input. */
import type { ConditionCatalogue, ConditionInput } from "../api/types";

const operator = (name: string, label: string, input: ConditionInput) => ({ name, label, input });

export const catalogue: ConditionCatalogue = {
  subjects: [
    {
      name: "city",
      label: "City",
      section: "field",
      choices: [],
      operators: [
        operator("is", "is", "text"),
        operator("contains", "contains", "text"),
        operator("is_one_of", "is one of", "texts"),
        operator("is_blank", "is blank", "none"),
      ],
    },
    {
      name: "company",
      label: "Company",
      section: "field",
      choices: [],
      operators: [operator("is", "is", "text"), operator("contains", "contains", "text")],
    },
    {
      name: "gender",
      label: "Gender",
      section: "field",
      choices: ["male", "female"],
      operators: [operator("is", "is", "choice"), operator("is_one_of", "is one of", "choice_list")],
    },
    { name: "status", label: "Status", section: "field", choices: ["lead"], operators: [operator("is", "is", "choice")] },
    {
      name: "employees",
      label: "Employees",
      section: "custom",
      choices: [],
      operators: [operator("more_than", "is more than", "number"), operator("between", "is between", "numbers")],
    },
    {
      name: "birthday",
      label: "Birthday",
      section: "field",
      choices: [],
      operators: [
        operator("is_on", "is on", "date"),
        operator("is_between", "is between", "dates"),
        operator("anniversary_in", "has its anniversary within", "days"),
      ],
    },
    {
      name: "created_at",
      label: "Created",
      section: "contact",
      choices: [],
      operators: [
        operator("before", "is before", "moment"),
        operator("between", "is between", "moments"),
        operator("in_last", "is in the last", "interval"),
      ],
    },
    { name: "groups", label: "Contact group", section: "contact", choices: [], operators: [operator("member", "is any of", "groups")] },
    { name: "account", label: "Account", section: "contact", choices: [], operators: [operator("in_any", "is in any of", "accounts")] },
    {
      name: "account_role",
      label: "Role in an account",
      section: "contact",
      choices: [],
      operators: [operator("has_any", "is any of", "roles")],
    },
    { name: "import", label: "Import", section: "contact", choices: [], operators: [operator("from", "is", "import")] },
    { name: "sample", label: "Random sample", section: "contact", choices: [], operators: [operator("of", "of", "percent")] },
    {
      name: "score",
      label: "Score",
      section: "behaviour",
      choices: [],
      operators: [
        operator("at_least", "is at least", "score_points"),
        operator("between", "is between", "score_range"),
        operator("crossed", "crossed its limit", "score_crossing"),
      ],
    },
    { name: "persona", label: "Persona", section: "behaviour", choices: [], operators: [operator("in_any", "is any of", "personas")] },
    { name: "activity", label: "Activity", section: "behaviour", choices: [], operators: [operator("done", "done", "activity")] },
  ],
};
