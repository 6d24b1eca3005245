/**
 * Reports in one HTML file that needs nothing else: {@link org.mikey4j.cli.report.HtmlReport} puts together ladders, messages
 * octet by octet, policies and findings; {@link org.mikey4j.cli.report.Ladder} is what passed between whom. First version:
 * the shape of the page may change, what goes in will not.
 */
@NullMarked
package org.mikey4j.cli.report;

import org.jspecify.annotations.NullMarked;
