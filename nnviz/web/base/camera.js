// A camera of this computer: opened, closed, and its frames as square pictures. What cannot be is said in a sentence.

export const SIDE = 224; // pixels of a picture that is taken

const NO_CAMERAS =
  "This page may not use a camera, because its address is neither https nor this computer's own. Choose files instead.";
const REASONS = {
  NotAllowedError:
    "The browser was not allowed to use the camera. Allow it beside the page's address, or choose files.",
  NotFoundError: "No camera was found. Connect one and try again, or choose files.",
  NotReadableError: "Another program is using the camera. Close it there and try again, or choose files.",
};
const UNKNOWN = "The camera did not start. Try again, or choose files.";

/** "" where a camera may be asked for, else why not. */
export function whyNoCamera() {
  return navigator.mediaDevices?.getUserMedia ? "" : NO_CAMERAS;
}

/** What an error of `openCamera` means. */
export function reasonOf(error) {
  return REASONS[error?.name] ?? UNKNOWN;
}

/** The camera that looks the other way. */
export function otherWay(facing) {
  return facing === "user" ? "environment" : "user";
}

/**
 * Shows a camera in `video`.
 * @param facing "user" for one that looks at the person, "environment" for one that looks away, where there is one
 * @returns {Promise<{mirrored, several, close()}>}: mirrored where it looks at the person; several: whether there are more
 */
export async function openCamera(video, facing = "user") {
  const wanted = { video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: facing }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    close();
    throw error;
  }
  const mirrored = (stream.getVideoTracks()[0]?.getSettings?.().facingMode ?? facing) !== "environment";
  return { mirrored, several: await areSeveral(), close };
}

async function areSeveral() {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter(({ kind }) => kind === "videoinput").length > 1;
  } catch {
    return false;
  }
}

/** The middle square of a picture (image, video or bitmap) as a canvas of SIDE × SIDE pixels. */
export function square(source, mirrored = false) {
  const [width, height] = [source.videoWidth || source.width, source.videoHeight || source.height];
  const side = Math.min(width, height);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: SIDE, height: SIDE });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  if (mirrored) context.setTransform(-1, 0, 0, 1, SIDE, 0);
  context.drawImage(source, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  return canvas;
}

/** A canvas as the text of a JPEG file, base64. */
export function jpeg(canvas) {
  return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
}

/** The middle square of an image file, turned upright; transparent parts on white. Rejects for what is no image. */
export async function fileSquare(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const picture = square(bitmap);
  bitmap.close();
  const context = picture.getContext("2d");
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "white";
  context.fillRect(0, 0, SIDE, SIDE);
  return picture;
}
