/** Who is in the house, as far as anybody knows. Undefined is not known: doubt arms nothing by itself. */
export interface Presence {
  everybodyIn(): boolean | undefined;
  everybodyOut(): boolean | undefined;
}

/** Of a hub that nobody tells who is in. */
export const unknownPresence: Presence = {
  everybodyIn: () => undefined,
  everybodyOut: () => undefined,
};
