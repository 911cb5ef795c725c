import { clsx } from "clsx";
import { CheckIcon, ChevronDownIcon } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { buttonStyle } from "./button-style.ts";
import { fieldStyle } from "./field-style.ts";
import { choiceStyle, floatingStyle } from "./floating-style.ts";

interface SelectProps<Value extends string> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  /** `field`: as wide as there is room, like a line to type into. */
  readonly look?: "button" | "field";
  readonly className?: string;
}

const LOOKS = {
  button: buttonStyle({ size: "sm" }),
  field: clsx(fieldStyle, "flex h-9 items-center justify-between gap-2 px-3 text-left [&>span]:truncate"),
};

/** One of a few values, chosen from a list. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, options, onChange, look = "button", className } = props;
  return (
    <Radix.Root value={value} onValueChange={(chosen) => onChange(chosen as Value)}>
      <Radix.Trigger aria-label={label} className={clsx(LOOKS[look], className)}>
        <Radix.Value />
        <Radix.Icon>
          <ChevronDownIcon className="size-4 text-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={6}
          collisionPadding={8}
          className={clsx(floatingStyle, "p-1")}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className={clsx(choiceStyle, "relative pr-9")}
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <CheckIcon />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
