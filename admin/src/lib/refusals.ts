import type { Refused } from '../../../services/refused.ts';

/** Whether something was refused with words for people. Told by its name: the class itself lives outside of this build. */
export const isRefused = (error: unknown): error is Refused => error instanceof Error && error.name === 'Refused';
