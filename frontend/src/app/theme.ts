import { teamsHighContrastTheme, type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useMedia } from '../components/media';

// Windows has its own font; the other systems get theirs.
const fontFamilyBase =
  "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, system-ui, 'Noto Sans', 'Liberation Sans', sans-serif";

const light: Theme = { ...webLightTheme, fontFamilyBase };
const dark: Theme = { ...webDarkTheme, fontFamilyBase };
const highContrast: Theme = { ...teamsHighContrastTheme, fontFamilyBase };

/** The theme that a setting ("system", "light", "dark", "high-contrast") means now. "system" follows the system live. */
export function useTheme(setting: string): Theme {
  const prefersDark = useMedia('(prefers-color-scheme: dark)');
  const forced = useMedia('(forced-colors: active)');
  if (setting === 'high-contrast') return highContrast;
  if (setting === 'light') return light;
  if (setting === 'dark') return dark;
  if (forced) return highContrast;
  return prefersDark ? dark : light;
}

/** Whether a theme is drawn on a dark ground; the browser's own controls follow. */
export const isDark = (theme: Theme) => theme !== light;
