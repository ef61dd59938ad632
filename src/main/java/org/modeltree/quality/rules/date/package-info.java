/** Rules about dates and lifecycles. Imports {@code quality.rules}. */
package org.modeltree.quality.rules.date;
