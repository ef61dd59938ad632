/** Rules about dates and life cycles. Imports {@code quality.rules}. */
package org.modeltree.quality.rules.date;
