/** The number of days that was typed, or null where it is none that the policy takes. */
export function daysOf(typed: string): number | null {
  const days = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : 0;
  return days >= 10 && days <= 36_500 ? days : null;
}
