// The icons that the application frame uses; it may import nothing but widgets.
export { MonitorIcon, MoonIcon, SunIcon } from "lucide-react";
