/** Append-only: entry n brings a file from schema n to schema n + 1. A released entry is never edited. */
import { START } from './0001-start.ts';
import { MISSED } from './0002-missed.ts';
import { IDENTITY } from './0003-identity.ts';
import { RETENTION } from './0004-retention.ts';
import { ATTACHMENTS } from './0005-attachments.ts';
import { MISSED_NUMBERS } from './0006-missed-numbers.ts';

export const MIGRATIONS: readonly string[] = [START, MISSED, IDENTITY, RETENTION, ATTACHMENTS, MISSED_NUMBERS];
