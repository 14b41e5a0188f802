import type { Field } from "../../api/types";
import { useChangeContact } from "../../contacts/queries";
import { FieldLine as Line } from "../../fields/FieldLine";

interface Props {
  contactId: number;
  field: Field;
  value: string;
}

/** A field of a contact. */
export function FieldLine({ contactId, field, value }: Props) {
  const { mutate, isPending, error } = useChangeContact(contactId);
  const isEmail = field.name === "email";
  const change = {
    save: (typed: string, then: { onSuccess: () => void; onError: (thrown: unknown) => void }, before: string) =>
      mutate(
        { ...(isEmail ? { email: typed } : { fields: { [field.name]: typed || null } }), before: { [field.name]: before || null } },
        then,
      ),
    isPending,
    error,
    pointer: isEmail ? "/email" : `/fields/${field.name}`,
  };
  return <Line field={field} value={value} change={change} />;
}
