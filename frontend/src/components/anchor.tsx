import { Link } from '@fluentui/react-components';
import { createLink } from '@tanstack/react-router';
import { type ComponentProps, forwardRef } from 'react';

const FluentAnchor = forwardRef<HTMLAnchorElement, ComponentProps<'a'>>(function FluentAnchor(props, ref) {
  return <Link {...props} as="a" ref={ref} />;
});

/** A link to another page of the window, with typed addresses. */
export const Anchor = createLink(FluentAnchor);
