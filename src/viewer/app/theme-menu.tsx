import { IconButton } from "../ui/icon-button.tsx";
import { MonitorIcon, MoonIcon, SunIcon } from "../ui/icons.ts";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "../ui/menu.tsx";
import { chooseTheme, type Theme, useTheme } from "./theme.ts";

const THEMES = [
  { theme: "light", label: "Light", Icon: SunIcon },
  { theme: "dark", label: "Dark", Icon: MoonIcon },
  { theme: "system", label: "As the system", Icon: MonitorIcon },
] as const;

/** Chooses light, dark, or what the system says. */
export function ThemeMenu() {
  const theme = useTheme();
  const { Icon } = THEMES.find((each) => each.theme === theme) ?? THEMES[2];
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Theme">
          <Icon />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup value={theme} onValueChange={(value) => chooseTheme(value as Theme)}>
          {THEMES.map((each) => (
            <MenuRadioItem key={each.theme} value={each.theme}>
              <each.Icon />
              {each.label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
