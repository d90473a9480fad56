package io.tierstream.tier.web;

import org.springframework.context.annotation.Import;

/** The frame of the pages, for tests of other packages that show one. */
@Import({Languages.class, PageModel.class})
public class PagesForTests {}
