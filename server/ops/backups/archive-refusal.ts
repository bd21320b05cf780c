/** An archive that cannot be restored: the reason, as a sentence for whoever wanted to. */
export class ArchiveRefusal extends Error {}
