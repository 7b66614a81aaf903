/** Parts of summaries that several rules have. */

/** The value, without an exponent however large it is. */
export const VALUE = '{{ printf "%.0f" $values.A.Value }}';
