import { Link } from '@fluentui/react-components';
import { createLink } from '@tanstack/react-router';
import { type ComponentProps, forwardRef } from 'react';

const FluentAnchor = forwardRef<HTMLAnchorElement, ComponentProps<'a'>>(function FluentAnchor(props, ref) {
  return <Link {...props} as="a" ref={ref} />;
});

/** A link to another page of the window, with typed addresses. */
export const Anchor = createLink(FluentAnchor);

const PlainAnchor = forwardRef<HTMLAnchorElement, ComponentProps<'a'>>(function PlainAnchor(props, ref) {
  return <a {...props} ref={ref} />;
});

/** A link whose looks are all its own, for lists: hundreds of them come and go while somebody types or scrolls. */
export const BareAnchor = createLink(PlainAnchor);
