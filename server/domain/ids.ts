/** Branded ids: a learner's id cannot be passed where a conversation's is meant. */
declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

export type ConversationId = Branded<string, 'conversation'>;
export type LearnerId = Branded<string, 'learner'>;
export type AgentId = Branded<string, 'agent'>;
export type SiteId = Branded<string, 'site'>;
/** The client's id of one command (128 random bits, 32 hex digits): the same key again is the same command. */
export type CommandKey = Branded<string, 'command'>;

export const conversationId = (raw: string) => raw as ConversationId;
export const learnerId = (raw: string) => raw as LearnerId;
export const agentId = (raw: string) => raw as AgentId;
export const siteId = (raw: string) => raw as SiteId;
export const commandKey = (raw: string) => raw as CommandKey;

/** Chance, handed in. `hex(bytes)` gives 2 * bytes hex digits from a cryptographic source. */
export interface Ids {
  hex(bytes: number): string;
}
