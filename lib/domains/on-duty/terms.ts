/** The longest a shift runs by itself. */
export const DUTY_HOURS = 12;
