// Short notes about something that just happened, at the bottom of the window. `UiProvider` shows them.
export { toast } from "sonner";
