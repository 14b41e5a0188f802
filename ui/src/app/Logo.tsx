/** The mark of Muster: many that come together. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-pine-8)" />
      <g fill="#fff">
        <circle cx="8.5" cy="10" r="2.5" />
        <circle cx="16" cy="10" r="2.5" />
        <circle cx="23.5" cy="10" r="2.5" />
      </g>
      <path d="M8.5 15.5v1a7.5 6 0 0 0 15 0v-1M16 15.5V25" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}
