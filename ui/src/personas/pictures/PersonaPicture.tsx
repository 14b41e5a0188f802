import type { ComponentType } from "react";
import { usePictureStamp } from "../pictureQueries";
import { OWN, toDrawn, type Drawn } from "./names";
import classes from "./Pictures.module.css";
import { Cat, Hedgehog, Robin, Whale } from "./tame";
import { Bear, Fox, Hare, Owl } from "./wild";

const DRAWINGS: Record<Drawn, ComponentType> = {
  fox: Fox,
  owl: Owl,
  bear: Bear,
  hare: Hare,
  cat: Cat,
  whale: Whale,
  robin: Robin,
  hedgehog: Hedgehog,
};

interface Props {
  picture: string;
  /** Of the persona; only for a picture of its own. */
  id: number;
  size?: number;
}

/** The picture of a persona in a round frame. It says nothing that the name beside it does not. */
export function PersonaPicture({ picture, id, size = 40 }: Props) {
  if (picture === OWN) return <OwnPicture id={id} size={size} />;
  const Drawing = DRAWINGS[toDrawn(picture)];
  return (
    <svg className={classes.picture} width={size} height={size} viewBox="0 0 64 64" aria-hidden focusable="false">
      <Drawing />
    </svg>
  );
}

function OwnPicture({ id, size }: { id: number; size: number }) {
  const stamp = usePictureStamp(id);
  return (
    <img
      className={classes.picture}
      width={size}
      height={size}
      src={`/api/v1/personas/${id}/picture${stamp ? `?at=${stamp}` : ""}`}
      alt=""
    />
  );
}
