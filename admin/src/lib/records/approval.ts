/** Why a record is approved over an error that stands, as codes that can be counted. */
import type { RecordSheet } from '../../../../services/record-sheet.ts';
import { worstOf } from './corrections.ts';

export const approvalCodes = ['checked-at-source', 'right-though-rare', 'rule-misses', 'harmless', 'other'] as const;
export type ApprovalCode = (typeof approvalCodes)[number];

export const approvalCodeOf = (text: unknown): ApprovalCode | undefined => approvalCodes.find((code) => code === text);

/** Whether approving it takes a reason: an error stands that nobody has accepted. */
export const needsReason = (sheet: Pick<RecordSheet, 'findings'>): boolean => worstOf(sheet) === 'error';
