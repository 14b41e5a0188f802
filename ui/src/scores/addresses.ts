/** The e-mail addresses of a text, as people write or paste them: each in a line, or with commas or semicolons between. */
export const addressesOf = (text: string): string[] => text.split(/[\n,;]/).map((one) => one.trim()).filter(Boolean);
