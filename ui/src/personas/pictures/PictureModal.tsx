import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonaDetail } from "../../api/types";
import { Dialog } from "../../common/Dialog";
import { FailureAlert } from "../../common/FailureAlert";
import { formatSize } from "../../common/format";
import { useUploadPicture } from "../pictureQueries";
import { useChangePersona } from "../queries";
import { KINDS, MOST_BYTES, OWN } from "./names";
import { PersonaPicture } from "./PersonaPicture";
import { PictureChoice } from "./PictureChoice";

/** Chooses one of the drawings or uploads a picture; either counts at once. */
export default function PictureModal({ persona, onClose }: { persona: PersonaDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangePersona(persona.id);
  const upload = useUploadPicture(persona.id);
  const [tooLarge, setTooLarge] = useState<File | null>(null);
  // One that was uploaded stays there to go back to, as long as the dialog is open.
  const [hasOwn, setHasOwn] = useState(persona.picture === OWN);
  const picture = change.isPending ? (change.variables.picture ?? persona.picture) : persona.picture;

  const send = (file: File | null) => {
    if (file === null) return;
    change.reset();
    const isTooLarge = file.size > MOST_BYTES;
    setTooLarge(isTooLarge ? file : null);
    if (!isTooLarge) upload.mutate(file, { onSuccess: () => setHasOwn(true) });
  };
  const failure = upload.error ?? change.error;
  return (
    <Dialog title={t("personas.picture.title", { name: persona.name })} onClose={onClose}>
      <Stack>
        <Group gap="lg" wrap="nowrap">
          <PersonaPicture picture={picture} id={persona.id} size={96} />
          <div>
            <FileButton accept={KINDS} onChange={send} inputProps={{ "aria-label": t("personas.picture.upload") }}>
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconUpload size={16} />} loading={upload.isPending}>
                  {t("personas.picture.upload")}
                </Button>
              )}
            </FileButton>
            <Text size="xs" c="dimmed" mt={6}>
              {t("personas.picture.uploadHint")}
            </Text>
          </div>
        </Group>
        {tooLarge && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert" style={{ overflowWrap: "anywhere" }}>
            {t("personas.picture.tooLarge", { name: tooLarge.name, size: formatSize(tooLarge.size) })}
          </Text>
        )}
        <PictureChoice
          label={t("personas.picture.choose")}
          value={picture}
          ownOf={hasOwn ? persona.id : null}
          onChange={(chosen) => {
            upload.reset();
            change.mutate({ picture: chosen });
          }}
        />
        {failure !== null && <FailureAlert failure={failure} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("personas.picture.done")}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
