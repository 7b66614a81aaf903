/** Where the dense features' values lie. */

/** f32 value of each dense feature. */
export const DENSE: usize = memory.data(512, 16);
/** What a feature says that does not apply. */
export const DOES_NOT_APPLY: f32 = -1;
