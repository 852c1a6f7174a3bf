/**
 * Attributes of `details`: unfolded or not said at all. Said as folded, what somebody unfolds before scripts come would be folded
 * again by them.
 */
export const unfolded = (open: boolean): { readonly open?: true } => (open ? { open } : {});
