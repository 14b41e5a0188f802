import { useId } from "react";
import { useTranslation } from "react-i18next";
import { DRAWN, OWN } from "./names";
import { PersonaPicture } from "./PersonaPicture";
import classes from "./Pictures.module.css";

interface Props {
  label: string;
  value: string;
  onChange: (picture: string) => void;
  /** The persona that has a picture of its own, which can be chosen too. */
  ownOf?: number | null;
}

/** The pictures to choose from; underneath they are radio buttons. */
export function PictureChoice({ label, value, onChange, ownOf = null }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const pictures = ownOf === null ? DRAWN : ([OWN, ...DRAWN] as const);
  return (
    <fieldset className={classes.choice}>
      <legend>{label}</legend>
      <div className={classes.options}>
        {pictures.map((picture) => (
          <span key={picture} className={classes.option} title={t(`personas.picture.names.${picture}`)}>
            <PersonaPicture picture={picture} id={ownOf ?? 0} size={52} />
            <input
              type="radio"
              name={name}
              aria-label={t(`personas.picture.names.${picture}`)}
              checked={value === picture}
              onChange={() => onChange(picture)}
            />
          </span>
        ))}
      </div>
    </fieldset>
  );
}
