/** Tests of the phone against a stand-in server that follows the pages, written apart from the phone's code. */
@NullMarked
package org.countersign.device;

import org.jspecify.annotations.NullMarked;
